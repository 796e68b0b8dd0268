"""Where a stage can live. The only room that knows a host: a Streamlit page, a web page, a notebook."""

"""What is asked for, and how it becomes text, bytes and back. No Streamlit, no player."""

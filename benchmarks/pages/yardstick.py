"""The same convolution as `st.slider` and `st.plotly_chart` show it: 8 x 8 with 3 x 3."""

import numpy as np
import plotly.graph_objects as go
import streamlit as st
from plotly.subplots import make_subplots

from convviz import Convolution

rows, columns = np.indices((8, 8))
convolution = Convolution((3 * rows + 5 * columns) % 10, [[1, 0, -1], [2, 0, -2], [1, 0, -1]])

number = st.slider("Window", 1, len(convolution))
step = convolution.step(number - 1)
figure = make_subplots(1, 4, subplot_titles=("X", "W", "product", "Y"))
panels = (
    convolution.x,
    convolution.w,
    step.product,
    convolution.partial_output(number - 1),
)
for column, values in enumerate(panels, start=1):
    heatmap = go.Heatmap(z=values, texttemplate="%{z}", xgap=1, ygap=1, showscale=False)
    figure.add_trace(heatmap, 1, column)
    figure.update_yaxes(autorange="reversed", row=1, col=column)
row, column = step.origin
figure.add_shape(type="rect", x0=column - 0.5, x1=column + 2.5, y0=row - 0.5, y1=row + 2.5, row=1, col=1)
figure.update_layout(title=f"window {number}", height=320)
st.plotly_chart(figure, key="figure")

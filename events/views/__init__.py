"""From events to what is drawn: pure functions in every module but `components` and `downloads`, which alone touch Streamlit.

arrays    all events as numpy columns            groups     event types by colour and shape
filters   which are shown, and why others not    labels     dates and places in words
map       symbols and the folium map             timeline   bars, lanes and counts per day
evidence  the source text with its marks         table      lists of events
assets    what the browser loads without network components the elements on the page
downloads what is shown as a file
"""

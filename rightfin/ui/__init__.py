"""The web page: a thin layer of Streamlit over functions that know nothing of it."""

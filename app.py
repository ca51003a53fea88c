"""Start the pages: ``streamlit run app.py``."""

from rightfin.ui.page import show

show()

"""Start the pages: ``streamlit run app.py``."""

from rightfin.ui.site import show

show()

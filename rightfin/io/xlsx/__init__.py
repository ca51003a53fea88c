"""Workbooks as files: judged, streamed and taken apart; nothing here knows of tables of a case."""

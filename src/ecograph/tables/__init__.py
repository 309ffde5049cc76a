"""Rows: what columns mean, reading, the documents behind them."""

"""Supply and use, needs, gaps, scenarios."""

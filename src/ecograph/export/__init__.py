"""Writers: one a format."""

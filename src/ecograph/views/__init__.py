"""Pages that open by double-click, without a network: one view, or an atlas of all."""

"""Policy finds firm: who meets the conditions of an award, who does not, and what is not known."""

"""Places compared by what they have: specialisation, relatedness, complexity."""

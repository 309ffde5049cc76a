"""Systems of an innovation ecosystem: incubation, ladders of firms, money by stage, five chains."""

"""What is seen: clips cut in, joined, blended, and what stands before and behind them."""

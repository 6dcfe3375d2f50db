"""What image models on one's own machine do; what needs PyTorch is imported where it is used."""

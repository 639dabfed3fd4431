"""What vendors sell: written, moderated, published, repriced."""

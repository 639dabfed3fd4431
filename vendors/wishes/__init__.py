"""Goods that people keep in mind: a heart on a card, a page of them; a guest's come along at login."""

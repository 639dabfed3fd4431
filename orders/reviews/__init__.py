"""Reviews of what was delivered: written by buyers, answered by vendors, shown in full."""

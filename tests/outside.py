"""Somebody outside who calls the twins: one client for all tests, for making one takes longer than a call."""

import httpx

from marketplace.gateways.trust import authorities

OUTSIDE = httpx.Client(verify=authorities(), trust_env=False)

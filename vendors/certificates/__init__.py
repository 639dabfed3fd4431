"""OCOP certificates and their life."""

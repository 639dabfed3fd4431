"""The second proof: codes of an application, passkeys, recovery codes."""

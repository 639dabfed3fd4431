"""The carriers' twins: GHN under /ghn and GHTK under /ghtk of the bank twin's server.

They take parcels, tell the market of them, and make statements of the cash they took, whose sum they pay into the
market's account. What a tester may ask:

    POST /twin/parcels/<code>/news       {"status": "delivered", "times": 2, "delay_seconds": 1, "wrong_key": true}
    POST /twin/carriers/<carrier>/statements                 make the statement of all that was not stated before
    GET  /twin/carriers/<carrier>/statements/<reference>.xlsx     as csv and json as well: the file that it would send
"""

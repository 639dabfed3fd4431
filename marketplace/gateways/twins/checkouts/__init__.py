"""The payment gateways' twins: VNPay and MoMo, on the bank twin's server under /vnpay and /momo.

Each shows a page on which whoever plays the buyer pays, cancels or is turned down, and chooses how the gateway tells of
it. Both verify what the market signs, repeat their notices until they are answered as their protocols ask, and settle
what they took to the market's bank account on `POST /twin/settlements`.

What a tester may ask besides: `POST /twin/checkouts/<gateway>/<reference>` decides a payment without the page (also
about another amount than was asked), `POST /twin/troubles` lets the next call go wrong. A refund whose last digits are

    111  is being worked on until `POST /twin/repayments/<request id>/settlement`
    222  is refused

and any other is done at once.
"""

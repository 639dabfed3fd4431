"""Local twins of the outside world, for development, tests and the demo: `python -m marketplace.gateways.twins`.

The mail twin takes letters by SMTP and keeps each once by its Message-ID. It refuses what goes to refused@... for good
(550) and what goes to busy@... for now (451).

The bank twin keeps the market's account. It speaks as SePay (signed notices of every movement, repeated until answered,
and the statement) and as payOS (payouts). `POST /twin/transfers` plays a buyer who pays; `POST /twin/mishaps` lets the
next payouts go wrong. A payout to an account that ends in

    0000  fails when it is settled, because the account does not exist
    1111  is not settled until `POST /twin/payouts/<id>/settlement`
    2222  is refused at once

and any other succeeds after a moment. VNPay and MoMo answer on the same server (see `checkouts`), GHN and GHTK too (see
`parcels`). Everything is kept in the schema `twin` of the database, so a restart loses nothing.
"""

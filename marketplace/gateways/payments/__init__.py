"""Payment gateways to which a buyer is sent and from which it comes back: VNPay and MoMo, behind one protocol."""

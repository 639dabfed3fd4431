"""Papers that go with the goods: packing lists, labels and delivery notes."""

"""What vendors propose to say otherwise of goods on sale, until a moderator has looked."""

"""News text in, dated and placed events out: documents -> language -> timex, toponyms -> extractor -> storage -> views."""

"""Tables, the engine, migrations and durable work: the only floor below every noun."""

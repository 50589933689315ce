CREATE TABLE claims (id TEXT, age INTEGER);

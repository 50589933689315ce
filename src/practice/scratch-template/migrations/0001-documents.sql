-- up
CREATE TABLE documents (id INTEGER PRIMARY KEY, number TEXT NOT NULL);
-- down
DROP TABLE documents;

-- What version 4 of the schema created in SQLite. Never changed: stores of this version are out in the world.
CREATE TABLE schema_migrations (
	version INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	applied DATETIME NOT NULL, 
	PRIMARY KEY (version)
);
CREATE TABLE store_state (
	identity VARCHAR NOT NULL, 
	changes INTEGER NOT NULL, 
	PRIMARY KEY (identity)
);
CREATE TABLE documents (
	number INTEGER NOT NULL, 
	id VARCHAR NOT NULL, 
	title VARCHAR, 
	publisher VARCHAR, 
	url VARCHAR, 
	language VARCHAR NOT NULL, 
	dct DATE, 
	source VARCHAR, 
	added DATETIME NOT NULL, 
	characters INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	PRIMARY KEY (number), 
	UNIQUE (id)
);
CREATE TABLE seen (
	source VARCHAR NOT NULL, 
	etag VARCHAR, 
	last_modified VARCHAR, 
	time DATETIME NOT NULL, 
	PRIMARY KEY (source)
);
CREATE TABLE failures (
	source VARCHAR NOT NULL, 
	message VARCHAR NOT NULL, 
	first DATETIME NOT NULL, 
	last DATETIME NOT NULL, 
	attempts INTEGER NOT NULL, 
	PRIMARY KEY (source)
);
CREATE TABLE corrections (
	number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	time DATETIME NOT NULL, 
	author VARCHAR NOT NULL, 
	verb VARCHAR NOT NULL, 
	document_id VARCHAR NOT NULL, 
	event_id VARCHAR NOT NULL, 
	triggers JSON NOT NULL, 
	old JSON NOT NULL, 
	new JSON NOT NULL, 
	undoes INTEGER
);
CREATE INDEX ix_corrections_document_id ON corrections (document_id);
CREATE TABLE geocodes (
	service VARCHAR NOT NULL, 
	"query" VARCHAR NOT NULL, 
	places BLOB NOT NULL, 
	answered DATETIME NOT NULL, 
	PRIMARY KEY (service, "query")
);
CREATE TABLE datings (
	document_id VARCHAR NOT NULL, 
	origin VARCHAR NOT NULL, 
	PRIMARY KEY (document_id), 
	FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE CASCADE
);
CREATE TABLE sources (
	number INTEGER NOT NULL, 
	document_id VARCHAR NOT NULL, 
	text_id VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	url VARCHAR, 
	publisher VARCHAR, 
	title VARCHAR, 
	dct DATE, 
	added DATETIME NOT NULL, 
	PRIMARY KEY (number), 
	FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE CASCADE
);
CREATE INDEX ix_sources_document_id ON sources (document_id);
CREATE UNIQUE INDEX ix_sources_text ON sources (text_id, source);
CREATE TABLE copy_bands (
	number INTEGER NOT NULL, 
	band BLOB NOT NULL, 
	document_id VARCHAR NOT NULL, 
	PRIMARY KEY (number), 
	FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE CASCADE
);
CREATE INDEX ix_copy_bands_document_id ON copy_bands (document_id);
CREATE INDEX ix_copy_bands_band ON copy_bands (band);
CREATE TABLE analyses (
	document_id VARCHAR NOT NULL, 
	extractor VARCHAR NOT NULL, 
	config_hash VARCHAR NOT NULL, 
	findings BLOB NOT NULL, 
	PRIMARY KEY (document_id), 
	FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE CASCADE
);
CREATE TABLE events (
	id VARCHAR NOT NULL, 
	document_id VARCHAR NOT NULL, 
	event_type VARCHAR NOT NULL, 
	mode VARCHAR NOT NULL, 
	acled VARCHAR, 
	status VARCHAR NOT NULL, 
	title VARCHAR NOT NULL, 
	first DATE, 
	last DATE, 
	date_precision VARCHAR, 
	date_assumed BOOLEAN NOT NULL, 
	place_name VARCHAR, 
	country_code VARCHAR, 
	geonameid INTEGER, 
	lat FLOAT, 
	lon FLOAT, 
	radius_km FLOAT, 
	place_precision VARCHAR, 
	is_point BOOLEAN NOT NULL, 
	confidence FLOAT NOT NULL, 
	rank INTEGER NOT NULL, 
	actors VARCHAR NOT NULL, 
	recipients VARCHAR NOT NULL, 
	review VARCHAR NOT NULL, 
	corrected BOOLEAN NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE CASCADE
);
CREATE INDEX ix_events_dates ON events (first, last);
CREATE INDEX ix_events_document_id ON events (document_id);
CREATE INDEX ix_events_event_type ON events (event_type);
CREATE VIRTUAL TABLE documents_fts USING fts5(
        title, text, content='documents', content_rowid='number', tokenize='porter unicode61 remove_diacritics 2');
CREATE TRIGGER documents_fts_added AFTER INSERT ON documents BEGIN
        INSERT INTO documents_fts(rowid, title, text) VALUES (new.number, new.title, new.text);
    END;
CREATE TRIGGER documents_fts_deleted AFTER DELETE ON documents BEGIN
        INSERT INTO documents_fts(documents_fts, rowid, title, text) VALUES ('delete', old.number, old.title, old.text);
    END;
CREATE TRIGGER documents_fts_updated AFTER UPDATE OF title, text ON documents BEGIN
        INSERT INTO documents_fts(documents_fts, rowid, title, text) VALUES ('delete', old.number, old.title, old.text);
        INSERT INTO documents_fts(rowid, title, text) VALUES (new.number, new.title, new.text);
    END;

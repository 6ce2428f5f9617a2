--liquibase formatted sql

--changeset access:1
CREATE TABLE access_account (
    username VARCHAR(40) NOT NULL,
    password_hash VARCHAR(200) NOT NULL,
    role VARCHAR(20) NOT NULL,
    must_change BOOLEAN NOT NULL,
    expires_at_ms BIGINT,
    stamp CHAR(32) NOT NULL,
    created_at_ms BIGINT NOT NULL,
    created_by VARCHAR(40) NOT NULL,
    CONSTRAINT access_account_pk PRIMARY KEY (username)
);

CREATE TABLE access_account_area (
    username VARCHAR(40) NOT NULL,
    area VARCHAR(5) NOT NULL,
    CONSTRAINT access_account_area_pk PRIMARY KEY (username, area),
    CONSTRAINT access_account_area_fk FOREIGN KEY (username) REFERENCES access_account (username) ON DELETE CASCADE
);

CREATE TABLE access_key (
    hash CHAR(64) NOT NULL,
    username VARCHAR(40) NOT NULL,
    label VARCHAR(100) NOT NULL,
    created_at_ms BIGINT NOT NULL,
    created_by VARCHAR(40) NOT NULL,
    CONSTRAINT access_key_pk PRIMARY KEY (hash),
    CONSTRAINT access_key_fk FOREIGN KEY (username) REFERENCES access_account (username) ON DELETE CASCADE
);
CREATE INDEX access_key_username ON access_key (username);

--changeset access:2
CREATE TABLE access_source_key (
    id CHAR(12) NOT NULL,
    hash CHAR(64) NOT NULL,
    source VARCHAR(60) NOT NULL,
    label VARCHAR(100) NOT NULL,
    created_at_ms BIGINT NOT NULL,
    created_by VARCHAR(40) NOT NULL,
    expires_at_ms BIGINT NOT NULL,
    used_at_ms BIGINT,
    CONSTRAINT access_source_key_pk PRIMARY KEY (id),
    CONSTRAINT access_source_key_hash UNIQUE (hash)
);
CREATE INDEX access_source_key_source ON access_source_key (source);

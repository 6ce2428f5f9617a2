--liquibase formatted sql

--changeset discovery:1
CREATE TABLE discovery_found (
    id BIGINT NOT NULL,
    address VARCHAR(200) NOT NULL,
    how VARCHAR(10) NOT NULL,
    endpoint VARCHAR(200),
    name VARCHAR(200) NOT NULL,
    hardware VARCHAR(200) NOT NULL,
    mac VARCHAR(17),
    first_seen BIGINT NOT NULL,
    last_seen BIGINT NOT NULL,
    dismissed SMALLINT NOT NULL,
    CONSTRAINT discovery_found_pk PRIMARY KEY (id),
    CONSTRAINT discovery_found_address UNIQUE (address)
);

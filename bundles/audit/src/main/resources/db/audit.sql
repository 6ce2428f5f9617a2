--liquibase formatted sql

--changeset audit:1
CREATE TABLE audit_entry (
    sequence BIGINT NOT NULL,
    canonical VARCHAR(32672) NOT NULL,
    previous_hash CHAR(64) NOT NULL,
    hash CHAR(64) NOT NULL,
    CONSTRAINT audit_entry_pk PRIMARY KEY (sequence),
    CONSTRAINT audit_entry_sequence CHECK (sequence > 0)
);

--changeset audit:2 dbms:derby
--comment Derby has no SIGNAL: a cast that cannot be made refuses the statement
CREATE TRIGGER audit_no_update AFTER UPDATE ON audit_entry REFERENCING OLD AS former FOR EACH ROW MODE DB2SQL
    VALUES CAST('audit rows are never changed ' || former.hash AS INTEGER);
CREATE TRIGGER audit_no_delete AFTER DELETE ON audit_entry REFERENCING OLD AS former FOR EACH ROW MODE DB2SQL
    VALUES CAST('audit rows are never removed ' || former.hash AS INTEGER);

--changeset audit:3 dbms:postgresql splitStatements:false
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit rows are never changed or removed';
END
$$;
CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();

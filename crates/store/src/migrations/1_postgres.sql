CREATE TABLE search (
  record TEXT COLLATE "C" PRIMARY KEY, kind TEXT COLLATE "C" NOT NULL, title TEXT COLLATE "C" NOT NULL,
  body TEXT COLLATE "C" NOT NULL, words TSVECTOR NOT NULL
);
CREATE INDEX search_words ON search USING gin (words);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what the table % holds is fixed', TG_TABLE_NAME;
END
$$;
CREATE TRIGGER entry_fixed BEFORE UPDATE OR DELETE ON entry FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER entry_kept BEFORE TRUNCATE ON entry EXECUTE FUNCTION refuse_change();
CREATE TRIGGER version_fixed BEFORE UPDATE OF record, version, from_place, time, commitment ON version
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER version_kept BEFORE DELETE ON version FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER version_whole BEFORE TRUNCATE ON version EXECUTE FUNCTION refuse_change();
CREATE TRIGGER record_kept BEFORE DELETE ON record FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Two roles: one owns the tables and changes them, the other is the workers', who use them and cannot rewrite the record.
--
--   sudo -u postgres psql -d mas_hub -v database=mas_hub -v owner=mas_hub_owner -v worker=mas_hub -f roles.sql
--   sudo -u postgres psql -c '\password mas_hub_owner' -c '\password mas_hub'
--
-- Then, and after every new version, `mas-hub database upgrade` with the owner's URL in MAS_HUB_DATABASE_OWNER_URL.

CREATE ROLE :"owner" LOGIN;
CREATE ROLE :"worker" LOGIN;
ALTER DATABASE :"database" OWNER TO :"owner";
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO :"owner";

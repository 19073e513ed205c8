BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE answer (
	tenant VARCHAR(200) NOT NULL, 
	conversation VARCHAR(400) NOT NULL, 
	message VARCHAR(200) NOT NULL, 
	person VARCHAR(200) NOT NULL, 
	question TEXT NOT NULL, 
	answer VARCHAR(200) NOT NULL, 
	version VARCHAR(80) NOT NULL, 
	at DATETIME NOT NULL, 
	PRIMARY KEY (tenant, conversation, message)
);
INSERT INTO "answer" VALUES('11111111-1111-1111-1111-111111111111','a:thread','1700000000','29:ana','who leads stage 3','stage.lead:3','0123456789ab','2026-11-20 09:00:00.123456');
INSERT INTO "answer" VALUES('11111111-1111-1111-1111-111111111111','a:thread','1700000001','29:ana','What''s the CSAM''s role? "100%" \ é 😀
and then','stage.lead:3','0123456789ab','2026-11-20 09:01:00.123456');
INSERT INTO "answer" VALUES('22222222-2222-2222-2222-222222222222','a:thread','1700000000','29:ana','who leads stage 3','stage.lead:3','0123456789ab','2026-11-20 09:00:00.123456');
INSERT INTO "answer" VALUES('22222222-2222-2222-2222-222222222222','a:thread','1700000001','29:ana','What''s the CSAM''s role? "100%" \ é 😀
and then','stage.lead:3','0123456789ab','2026-11-20 09:01:00.123456');
CREATE TABLE conversation (
	tenant VARCHAR(200) NOT NULL, 
	conversation VARCHAR(400) NOT NULL, 
	person VARCHAR(200) NOT NULL, 
	state JSON NOT NULL, 
	revision INTEGER NOT NULL, 
	changed DATETIME NOT NULL, 
	PRIMARY KEY (tenant, conversation, person)
);
INSERT INTO "conversation" VALUES('11111111-1111-1111-1111-111111111111','a:role-which','29:ana','{"version": 1, "progress": {"flow": "role", "step": "which", "version": 1, "data": {}, "trail": []}, "thread": {}, "options": []}',1,'2026-11-20 09:00:00.123456');
INSERT INTO "conversation" VALUES('11111111-1111-1111-1111-111111111111','a:forget-sure','29:ana','{"version": 1, "progress": {"flow": "forget", "step": "sure", "version": 1, "data": {}, "trail": []}, "thread": {}, "options": []}',2,'2026-11-20 09:01:00.123456');
INSERT INTO "conversation" VALUES('11111111-1111-1111-1111-111111111111','a:thread','29:ana','{"version": 1, "progress": null, "thread": {"version": 1, "slots": {"stage": ["3"]}, "attributes": ["roles", "lead"], "content": [["w:lead", 0.4]], "frame": "stage.lead", "answer": "stage.lead:3", "role": null, "stages": [], "facts": []}, "options": []}',3,'2026-11-20 09:02:00.123456');
INSERT INTO "conversation" VALUES('11111111-1111-1111-1111-111111111111','a:options','29:ana','{"version": 1, "progress": null, "thread": {"version": 1, "slots": {}, "attributes": ["do"], "content": [["w:specialist", 1.895267766464126]], "frame": "", "answer": "choice:specialist", "role": null, "stages": [], "facts": []}, "options": ["What does the SSP do?", "What does the SE do?", "What does the SS do?"]}',4,'2026-11-20 09:03:00.123456');
INSERT INTO "conversation" VALUES('11111111-1111-1111-1111-111111111111','19:group@thread.v2','','{"version": 1, "progress": null, "thread": {}, "options": []}',1,'2026-11-20 09:05:00.123456');
INSERT INTO "conversation" VALUES('22222222-2222-2222-2222-222222222222','a:role-which','29:ana','{"version": 1, "progress": {"flow": "role", "step": "which", "version": 1, "data": {}, "trail": []}, "thread": {}, "options": []}',1,'2026-11-20 09:00:00.123456');
INSERT INTO "conversation" VALUES('22222222-2222-2222-2222-222222222222','a:forget-sure','29:ana','{"version": 1, "progress": {"flow": "forget", "step": "sure", "version": 1, "data": {}, "trail": []}, "thread": {}, "options": []}',2,'2026-11-20 09:01:00.123456');
INSERT INTO "conversation" VALUES('22222222-2222-2222-2222-222222222222','a:thread','29:ana','{"version": 1, "progress": null, "thread": {"version": 1, "slots": {"stage": ["3"]}, "attributes": ["roles", "lead"], "content": [["w:lead", 0.4]], "frame": "stage.lead", "answer": "stage.lead:3", "role": null, "stages": [], "facts": []}, "options": []}',3,'2026-11-20 09:02:00.123456');
INSERT INTO "conversation" VALUES('22222222-2222-2222-2222-222222222222','a:options','29:ana','{"version": 1, "progress": null, "thread": {"version": 1, "slots": {}, "attributes": ["do"], "content": [["w:specialist", 1.895267766464126]], "frame": "", "answer": "choice:specialist", "role": null, "stages": [], "facts": []}, "options": ["What does the SSP do?", "What does the SE do?", "What does the SS do?"]}',4,'2026-11-20 09:03:00.123456');
INSERT INTO "conversation" VALUES('22222222-2222-2222-2222-222222222222','19:group@thread.v2','','{"version": 1, "progress": null, "thread": {}, "options": []}',1,'2026-11-20 09:05:00.123456');
CREATE TABLE feedback (
	tenant VARCHAR(200) NOT NULL, 
	conversation VARCHAR(400) NOT NULL, 
	message VARCHAR(200) NOT NULL, 
	person VARCHAR(200) NOT NULL, 
	question TEXT NOT NULL, 
	answer VARCHAR(200) NOT NULL, 
	version VARCHAR(80) NOT NULL, 
	reaction VARCHAR(20) NOT NULL, 
	comment TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	PRIMARY KEY (tenant, conversation, message, person)
);
INSERT INTO "feedback" VALUES('11111111-1111-1111-1111-111111111111','a:thread','1700000001','29:ana','What''s the CSAM''s role? "100%" \ é 😀
and then','stage.lead:3','0123456789ab','dislike','It''s \ not; what I meant: -- /* $1 ? */','2026-11-20 09:01:00.123456');
INSERT INTO "feedback" VALUES('11111111-1111-1111-1111-111111111111','a:thread','','29:megan','','','0123456789ab','like','','2026-11-20 09:09:00.123456');
INSERT INTO "feedback" VALUES('22222222-2222-2222-2222-222222222222','a:thread','1700000001','29:ana','What''s the CSAM''s role? "100%" \ é 😀
and then','stage.lead:3','0123456789ab','dislike','It''s \ not; what I meant: -- /* $1 ? */','2026-11-20 09:01:00.123456');
INSERT INTO "feedback" VALUES('22222222-2222-2222-2222-222222222222','a:thread','','29:megan','','','0123456789ab','like','','2026-11-20 09:09:00.123456');
CREATE TABLE profile (
	tenant VARCHAR(200) NOT NULL, 
	person VARCHAR(200) NOT NULL, 
	object_id VARCHAR(200) NOT NULL, 
	role VARCHAR(80) NOT NULL, 
	country VARCHAR(2) NOT NULL, 
	time_zone VARCHAR(80) NOT NULL, 
	welcomed DATETIME, 
	changed DATETIME NOT NULL, 
	PRIMARY KEY (tenant, person)
);
INSERT INTO "profile" VALUES('11111111-1111-1111-1111-111111111111','29:ana','aaaaaaaa-0000-0000-0000-000000000001','csam','NO','Europe/Oslo','2026-11-20 09:00:00.123456','2026-11-20 09:01:00.123456');
INSERT INTO "profile" VALUES('11111111-1111-1111-1111-111111111111','29:megan','','','','',NULL,'2026-11-20 09:02:00.123456');
INSERT INTO "profile" VALUES('22222222-2222-2222-2222-222222222222','29:ana','aaaaaaaa-0000-0000-0000-000000000001','csam','NO','Europe/Oslo','2026-11-20 09:01:00.123456','2026-11-20 09:02:00.123456');
INSERT INTO "profile" VALUES('22222222-2222-2222-2222-222222222222','29:megan','','','','',NULL,'2026-11-20 09:03:00.123456');
CREATE TABLE unanswered (
	number INTEGER NOT NULL, 
	tenant VARCHAR(200) NOT NULL, 
	question TEXT NOT NULL, 
	normalised TEXT NOT NULL, 
	person VARCHAR(200) NOT NULL, 
	conversation VARCHAR(400) NOT NULL, 
	version VARCHAR(80) NOT NULL, 
	at DATETIME NOT NULL, 
	PRIMARY KEY (number)
);
INSERT INTO "unanswered" VALUES(1,'11111111-1111-1111-1111-111111111111','Who is the Queen?','who is the queen','29:ana','a:thread','0123456789ab','2026-11-20 09:00:00.123456');
INSERT INTO "unanswered" VALUES(2,'11111111-1111-1111-1111-111111111111','who is the queen','who is the queen','29:megan','19:group@thread.v2','0123456789ab','2026-11-20 09:01:00.123456');
INSERT INTO "unanswered" VALUES(3,'11111111-1111-1111-1111-111111111111','Warum?','warum','','','0123456789ab','2026-11-20 09:02:00.123456');
INSERT INTO "unanswered" VALUES(4,'22222222-2222-2222-2222-222222222222','Who is the Queen?','who is the queen','29:ana','a:thread','0123456789ab','2026-11-20 09:00:00.123456');
INSERT INTO "unanswered" VALUES(5,'22222222-2222-2222-2222-222222222222','who is the queen','who is the queen','29:megan','19:group@thread.v2','0123456789ab','2026-11-20 09:01:00.123456');
CREATE INDEX answer_person ON answer (tenant, person);
CREATE INDEX unanswered_person ON unanswered (tenant, person);
COMMIT;

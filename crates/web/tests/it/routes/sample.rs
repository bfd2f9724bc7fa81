//! Addresses by which routes are tried.

use web::Route;

/// A path of a route, with parameters that lead nowhere.
pub fn sample(route: &Route) -> String {
    let path = route.path.replace("{kind}", "risk").replace("{id}", "RSK-0001").replace("{transition}", "analyse");
    let path =
        path.replace("{place}", "0").replace("{comment}", "CMT-0001").replace("{key}", "0").replace("{form}", "json");
    let path = path.replace("{field}", "owner").replace("{to}", "PER-0001");
    let path = path.replace("{framework}", "iso-iec-42001").replace("{node}", "6.1.3");
    let path = path.replace("{batch}", "1").replace("{digest}", "sha256:00").replace("{file}", "risk.csv");
    match route.path {
        it if it.starts_with("/static") => "/static/aims.css".to_owned(),
        "/system/{id}/impacts/files/{file}" => "/system/SYS-0001/impacts/files/impacts.json".to_owned(),
        "/system/{id}/impacts/{file}" => "/system/SYS-0001/impacts/map.csv".to_owned(),
        "/api/v1/systems/{id}/impacts" => "/api/v1/systems/SYS-0001/impacts".to_owned(),
        "/system/{id}/boundary/{file}" => "/system/SYS-0001/boundary/lanes.csv".to_owned(),
        "/system/{id}/hand-off" => "/system/SYS-0001/hand-off?from=CMP-0001&to=CMP-0002".to_owned(),
        "/api/v1/systems/{id}/obligations" => "/api/v1/systems/SYS-0001/obligations".to_owned(),
        "/api/v1/deadlines" => "/api/v1/deadlines?event=2027-12-20T10:00:00Z".to_owned(),
        "/api/v1/systems/{id}/boundary" => "/api/v1/systems/SYS-0001/boundary".to_owned(),
        "/competences/files/{file}" => "/competences/files/competence.json".to_owned(),
        "/competences/quiz/{id}" => "/competences/quiz/QUZ-0001".to_owned(),
        "/competences/{id}" => "/competences/PER-0001".to_owned(),
        "/api/v1/competences/before" => "/api/v1/competences/before?person=PER-0001&role=ROL-0001".to_owned(),
        "/treatments/charts/{file}" => "/treatments/charts/TRT-0001.csv".to_owned(),
        "/treatments/files/{file}" => "/treatments/files/treatments.json".to_owned(),
        "/challenges/files/{file}" => "/challenges/files/challenges.json".to_owned(),
        it if it.contains("/challenges/{id}/") => path.replace("RSK-0001", "EXR-0001"),
        "/acceptances/files/{file}" => "/acceptances/files/acceptances.json".to_owned(),
        "/risks/cockpit/files/{file}" => "/risks/cockpit/files/cockpit.json".to_owned(),
        "/risks/cockpit/charts/{file}" => "/risks/cockpit/charts/map.csv".to_owned(),
        "/risks/moved/files/{file}" => "/risks/moved/files/moved.json".to_owned(),
        "/risks/files/{file}" => "/risks/files/risks.json".to_owned(),
        "/risks/losses/charts/{file}" => "/risks/losses/charts/curve-organisation.svg".to_owned(),
        "/api/v1/risks/replay" => "/api/v1/risks/replay?to=RCR-0001".to_owned(),
        "/api/v1/risks/agreement" => "/api/v1/risks/agreement?assessment=RAS-0001".to_owned(),
        "/api/v1/corrections/{id}" => path.replace("RSK-0001", "NCR-0001"),
        "/corrections/charts/{file}" => "/corrections/charts/ages.csv".to_owned(),
        "/breaches/charts/{file}" => "/breaches/charts/alike.csv".to_owned(),
        it if it.starts_with("/system") => path.replace("RSK-0001", "SYS-0001").replace("risk.csv", "parts.csv"),
        it if it.starts_with("/monitors") => path.replace("RSK-0001", "MON-0001").replace("risk.csv", "drift.csv"),
        it if it.starts_with("/api/v1/decision-rights/simulated") => {
            "/api/v1/decision-rights/simulated/DTB-0002".to_owned()
        }
        it if it.starts_with("/api/v1/tiers/replay") => "/api/v1/tiers/replay/DTB-0001".to_owned(),
        it if it.starts_with("/api/v1/tiers") || it.starts_with("/tiering") => path.replace("RSK-0001", "SYS-0001"),
        it if it.starts_with("/resources") || it.starts_with("/api/v1/resources") => {
            path.replace("RSK-0001", "RSP-0001").replace("risk.csv", "capacity.csv")
        }
        it if it.starts_with("/api/v1/escalations") => path.replace("RSK-0001", "ESC-0001"),
        "/tables/files/{file}" | "/api/v1/tables/files/{file}" => path.replace("risk.csv", "DTB-0001.csv"),
        it if it.starts_with("/api/v1/tables") => path.replace("RSK-0001", "DTB-0001"),
        it if it.starts_with("/tables") => path.replace("RSK-0001", "DTB-0001"),
        it if it.starts_with("/bodies") || it.starts_with("/api/v1/bodies") => {
            path.replace("RSK-0001", "BOD-0001").replace("risk.csv", "charter.json")
        }
        "/api/v1/may/{action}/{id}" => path.replace("{action}", "approve"),
        "/board/{file}" | "/api/v1/board/{file}" => path.replace("risk.csv", "pack.json"),
        "/management-reviews/{id}/{file}" | "/api/v1/management-reviews/{id}" | "/management-reviews/{id}/issue" => {
            path.replace("RSK-0001", "MRV-0001").replace("risk.csv", "papers.json")
        }
        it if it.ends_with("/risk-assessments/{id}/take") => path.replace("RSK-0001", "RAS-0001"),
        "/inventory/charts/{file}" => "/inventory/charts/stages.csv".to_owned(),
        "/lineage/{id}/charts/{file}" => "/lineage/RSK-0001/charts/lineage.csv".to_owned(),
        "/data/{id}/files/{file}" => "/data/DST-0001/files/datasheet.json".to_owned(),
        "/data/{id}/charts/{file}" => "/data/DST-0001/charts/treatments-DSV-0001.csv".to_owned(),
        "/reviews/charts/{file}" => "/reviews/charts/lanes.csv".to_owned(),
        it if it.starts_with("/api/v1/reviews/replay") => "/api/v1/reviews/replay/DTB-0003".to_owned(),
        it if it.starts_with("/api/v1/reviews") => path.replace("RSK-0001", "RVR-0001"),
        "/suppliers/charts/{file}" => "/suppliers/charts/parties.csv".to_owned(),
        it if it.ends_with("/conformity/requirement") => format!("{path}?reference=6.1.3"),
        it if it.contains("/conformity/statements/{") => {
            path.replace("RSK-0001", "SOA-0001").replace("risk.csv", "SOA-0001.json")
        }
        "/audits/charts/{file}" => "/audits/charts/audits.csv".to_owned(),
        "/api/v1/audits/programmes/{id}" => path.replace("RSK-0001", "APR-0001"),
        it if it.starts_with("/audits/lists") || it.starts_with("/audits/reports") => {
            path.replace("risk.csv", "AUD-0001.json")
        }
        it if it.starts_with("/audits") || it.starts_with("/api/v1/audits") => path.replace("RSK-0001", "AUD-0001"),
        "/readiness/files/{file}" => "/readiness/files/readiness.json".to_owned(),
        "/api/v1/readiness/drill" => "/api/v1/readiness/drill?seed=1".to_owned(),
        it if it.contains("/library/crosswalks/") => path.replace("{crosswalk}", "iso-iec-42001--iso-iec-27001"),
        it if it.starts_with("/practice/files/") => "/practice/files/practice.json".to_owned(),
        it if it.starts_with("/practice/") || it.starts_with("/api/v1/practice/") => {
            path.replace("RSK-0001", "PST-0001")
        }
        it if it.starts_with("/gaps/files/") => "/gaps/files/ASM-0001.json".to_owned(),
        it if it.starts_with("/hazards/") || it.starts_with("/api/v1/hazards/") => path.replace("RSK-0001", "SYS-0001"),
        it if it.starts_with("/gaps/") || it.starts_with("/api/v1/gaps/") => path.replace("RSK-0001", "ASM-0001"),
        "/scope/files/{file}" => "/scope/files/scope.json".to_owned(),
        "/api/v1/scope/effect" => format!("{path}?scope=SCP-0001&unit=ORG-0001&to=out"),
        "/strategy/charts/{file}" => "/strategy/charts/map.csv".to_owned(),
        it if it.ends_with("enterprise-risk/exports/{file}") => format!("{path}?register=enterprise"),
        "/api/v1/erm/exports/{file}" => format!("{path}?register=enterprise"),
        "/measured/{id}" => "/measured/MSR-0001".to_owned(),
        "/access/{id}" | "/api/v1/access/{id}" => path.replace("RSK-0001", "DST-0001"),
        "/duties/{id}" | "/api/v1/duties/{id}" | "/api/v1/duties/{id}/leaves" => path.replace("RSK-0001", "PER-0001"),
        "/data/{id}/open" => "/data/DSV-0001/open?purpose=training".to_owned(),
        "/api/v1/access/{id}/data" => "/api/v1/access/DSV-0001/data?purpose=training".to_owned(),
        "/inventory/compare" => "/inventory/compare?ids=SYS-0001,SYS-0002".to_owned(),
        _ => path.replace("{*path}", "0/000"),
    }
}

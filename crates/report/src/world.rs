//! All that typesetting may see: one source of ours, one document as data, and two faces. No folder, no network, no day of today.

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use crate::pdf::Error;

/// How documents are set.
const SETTING: &str = include_str!("setting.typ");

/// What stands ready for every document.
pub(crate) struct Shop {
    standard: LazyHash<Library>,
    book: LazyHash<FontBook>,
    faces: Vec<Font>,
    main: Source,
    data: FileId,
}

impl Shop {
    /// Faces and setting, once for all documents.
    pub fn open() -> Result<Shop, Error> {
        let file = |name: &str| {
            let path =
                VirtualPath::new(name).map_err(|_| Error::Own("a name of a file of ours is no path".to_owned()))?;
            Ok::<_, Error>(RootedPath::new(VirtualRoot::Project, path).intern())
        };
        let regular = Font::iter(Bytes::new(dejavu::sans::regular()));
        let faces: Vec<Font> = regular.chain(Font::iter(Bytes::new(dejavu::sans::bold()))).collect();
        Ok(Shop {
            standard: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(&faces)),
            faces,
            main: Source::new(file("setting.typ")?, SETTING.to_owned()),
            data: file("document.json")?,
        })
    }

    /// Whether a sign has a shape in both faces, so that it can stand in bold too.
    pub fn shows(&self, sign: char) -> bool {
        self.faces.iter().all(|it| it.info().coverage.contains(sign as u32))
    }
}

/// One document at the shop.
pub(crate) struct Work<'a> {
    /// The shop.
    pub shop: &'a Shop,
    /// The document as JSON.
    pub data: Bytes,
}

impl World for Work<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.shop.standard
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.shop.book
    }

    fn main(&self) -> FileId {
        self.shop.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        match id == self.shop.main.id() {
            true => Ok(self.shop.main.clone()),
            false => Err(FileError::AccessDenied),
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        match id == self.shop.data {
            true => Ok(self.data.clone()),
            false => Err(FileError::AccessDenied),
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.shop.faces.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

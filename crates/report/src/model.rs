//! What a document is made of. Everything is text that is ready to be read; numbers were written by whoever knows their unit.

use serde::{Deserialize, Serialize};

/// The size of a page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Paper {
    /// 210 mm by 297 mm.
    #[default]
    A4,
    /// 8.5 in by 11 in.
    Letter,
}

/// A document.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// Title.
    pub title: String,
    /// What it is about, in a line below the title; nothing where it is empty.
    pub subtitle: String,
    /// Language of its words, such as `en` or `hu`; hyphens follow from it.
    pub language: String,
    /// Size of its pages.
    pub paper: Paper,
    /// The day of which it tells, such as `2026-03-31`.
    pub as_of: Day,
    /// What stands on the head of each page: names and values, such as version and digest.
    pub marks: Vec<(String, String)>,
    /// What stands before the sections on a page of its own, on paper alone: the whole in short.
    #[serde(default)]
    pub front: Vec<Block>,
    /// Its sections, in order.
    pub sections: Vec<Section>,
    /// The few words that pages themselves say.
    pub words: Words,
}

/// A day, as numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Day {
    /// Year, such as 2026.
    pub year: i16,
    /// Month from 1 to 12.
    pub month: i8,
    /// Day of the month from 1 to 31.
    pub day: i8,
}

impl Default for Day {
    fn default() -> Day {
        Day { year: 1970, month: 1, day: 1 }
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// The words of pages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// Before the day of which it tells.
    pub as_of: String,
    /// Before the number of a page.
    pub page: String,
    /// Between the number of a page and how many there are.
    pub of: String,
    /// Before the reason why there is no number.
    pub not_assessable: String,
}

impl Default for Words {
    fn default() -> Words {
        Words {
            as_of: "As of".to_owned(),
            page: "Page".to_owned(),
            of: "of".to_owned(),
            not_assessable: "not assessable, because".to_owned(),
        }
    }
}

/// A part of a document under a heading.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Section {
    /// Heading.
    pub title: String,
    /// The name by which a page can be sent to it; letters, digits and hyphens.
    pub anchor: String,
    /// Whether it begins a new page on paper.
    pub new_page: bool,
    /// What stands in it.
    pub blocks: Vec<Block>,
}

/// A piece of a section.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Block {
    /// Words, with a footnote where there is one.
    Paragraph {
        /// The words.
        text: String,
        /// The footnote; nothing where it is empty.
        note: String,
    },
    /// Items with a mark before each.
    Items {
        /// The items.
        items: Vec<String>,
    },
    /// Figures beside each other.
    Figures {
        /// The figures.
        figures: Vec<Figure>,
    },
    /// Figures as short lines, many on a page.
    Lines {
        /// What they are about; empty where the heading says it.
        caption: String,
        /// The figures.
        figures: Vec<Figure>,
    },
    /// A table.
    Table(Table),
    /// A picture.
    Picture(Picture),
}

/// A number with everything that it takes to believe it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// What it counts.
    pub name: String,
    /// The number with its unit; nothing where it cannot be told.
    pub value: String,
    /// Why it cannot be told.
    pub why: String,
    /// Of how many it is, and the interval; nothing where there is none.
    pub certainty: String,
    /// How it moved, in a few words; nothing where nothing is known.
    pub moved: String,
    /// How it is counted, and of what.
    pub source: String,
    /// Where its rows are, for pages.
    pub link: String,
}

/// A table.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// What it shows.
    pub caption: String,
    /// Names of its columns.
    pub head: Vec<String>,
    /// How wide each column is beside the others; all alike where it is empty.
    pub widths: Vec<u8>,
    /// Its rows, each with a cell a column.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// Its words.
    pub text: String,
    /// Where it leads, for pages; nothing where it is empty.
    pub link: String,
    /// Its words again in pieces, some of which lead to records; none where nothing of it does.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub runs: Vec<Run>,
}

/// A piece of a text.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// Its words.
    pub text: String,
    /// Where it leads; nothing where it is empty.
    pub link: String,
}

impl Cell {
    /// Words alone.
    pub fn words(text: impl Into<String>) -> Cell {
        Cell { text: text.into(), ..Cell::default() }
    }

    /// Words that lead somewhere.
    pub fn leading(text: impl Into<String>, link: impl Into<String>) -> Cell {
        Cell { text: text.into(), link: link.into(), runs: Vec::new() }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Cell {
        Cell::words(text)
    }
}

/// A picture.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Picture {
    /// What it shows, in words for those who do not see it.
    pub alternative: String,
    /// What stands below it.
    pub caption: String,
    /// The picture as SVG.
    pub svg: String,
}

impl Document {
    /// Every block of it, from the front on.
    pub(crate) fn blocks_mut(&mut self) -> impl Iterator<Item = &mut Block> {
        self.front.iter_mut().chain(self.sections.iter_mut().flat_map(|it| it.blocks.iter_mut()))
    }

    /// Every text of the document that is read, for a change in all of them.
    pub(crate) fn texts_mut(&mut self) -> Vec<&mut String> {
        let mut all = vec![&mut self.title, &mut self.subtitle];
        all.extend(self.marks.iter_mut().flat_map(|it| [&mut it.0, &mut it.1]));
        let words = &mut self.words;
        all.extend([&mut words.as_of, &mut words.page, &mut words.of, &mut words.not_assessable]);
        self.front.iter_mut().for_each(|it| all.extend(it.texts_mut()));
        for section in &mut self.sections {
            all.push(&mut section.title);
            section.blocks.iter_mut().for_each(|it| all.extend(it.texts_mut()));
        }
        all
    }
}

impl Block {
    fn texts_mut(&mut self) -> Vec<&mut String> {
        match self {
            Block::Paragraph { text, note } => vec![text, note],
            Block::Items { items } => items.iter_mut().collect(),
            Block::Figures { figures } => figures.iter_mut().flat_map(Figure::texts_mut).collect(),
            Block::Lines { caption, figures } => {
                std::iter::once(caption).chain(figures.iter_mut().flat_map(Figure::texts_mut)).collect()
            }
            Block::Table(table) => {
                let cells = table.rows.iter_mut().flatten();
                let cells =
                    cells.flat_map(|it| std::iter::once(&mut it.text).chain(it.runs.iter_mut().map(|it| &mut it.text)));
                std::iter::once(&mut table.caption).chain(table.head.iter_mut()).chain(cells).collect()
            }
            Block::Picture(it) => vec![&mut it.alternative, &mut it.caption, &mut it.svg],
        }
    }
}

impl Figure {
    fn texts_mut(&mut self) -> [&mut String; 6] {
        [&mut self.name, &mut self.value, &mut self.why, &mut self.certainty, &mut self.moved, &mut self.source]
    }
}

//! Parquet: any column of any row group by itself, so that both are units of work.

use std::fs::File;
use std::sync::Arc;

use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Fields, Schema};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::statistics::StatisticsConverter;
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder};
use parquet::basic::Encoding;
use parquet::file::metadata::ParquetMetaData;

use crate::column::words;
use crate::error::Error;
use crate::place::Place;
use crate::scan::ROWS;

/// Reads the footer, and settles that words which lie there as a dictionary are read as one.
pub(crate) fn metadata(place: &Place) -> Result<ArrowReaderMetadata, Error> {
    let file = File::open(&place.path).map_err(|it| Error::io(&place.name, &it))?;
    let damaged = |it: parquet::errors::ParquetError| Error::damaged(&place.name, it);
    let plain = ArrowReaderMetadata::load(&file, ArrowReaderOptions::new()).map_err(damaged)?;
    let fields: Fields = plain.schema().fields().iter().map(|it| coded(it, plain.metadata())).collect();
    let schema = Arc::new(Schema::new_with_metadata(fields, plain.schema().metadata().clone()));
    let options = ArrowReaderOptions::new().with_schema(schema);
    // Where a hint is not taken, words are coded after they are read.
    ArrowReaderMetadata::try_new(plain.metadata().clone(), options).or(Ok(plain))
}

/// The field with its words as a dictionary, when every row group stores them so.
fn coded(field: &Arc<Field>, metadata: &ParquetMetaData) -> Arc<Field> {
    let text = match field.data_type() {
        DataType::Dictionary(_, value) => value.as_ref(),
        plain => plain,
    };
    let is_text = matches!(text, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View);
    let dictionaries = metadata.row_groups().iter().all(|group| {
        let column = group.columns().iter().find(|it| it.column_path().parts() == [field.name().clone()]);
        let pages = column.and_then(|it| it.page_encoding_stats_mask().copied());
        pages.is_some_and(|it| it.is_only(Encoding::RLE_DICTIONARY) || it.is_only(Encoding::PLAIN_DICTIONARY))
    });
    match is_text && dictionaries {
        true => Arc::new(field.as_ref().clone().with_data_type(words())),
        false => field.clone(),
    }
}

/// The least and the greatest value of a column in each row group; `None` where a row group does not say them.
pub(crate) fn ends(metadata: &ArrowReaderMetadata, root: usize) -> Option<[ArrayRef; 2]> {
    let (schema, groups) = (metadata.schema(), metadata.metadata().row_groups());
    let name = schema.fields().get(root)?.name();
    let told = StatisticsConverter::try_new(name, schema, metadata.parquet_schema()).ok()?;
    let ends = [told.row_group_mins(groups).ok()?, told.row_group_maxes(groups).ok()?];
    ends.iter().all(|it| it.null_count() == 0).then_some(ends)
}

/// Reads the columns `roots` of one row group, in pieces of at most `ROWS` rows.
pub(crate) fn columns(
    place: &Place,
    metadata: &ArrowReaderMetadata,
    group: usize,
    roots: &[usize],
    mut piece: impl FnMut(RecordBatch) -> Result<(), Error>,
) -> Result<(), Error> {
    // Each its own file handle: two handles that are clones would share the place where they read.
    let file = File::open(&place.path).map_err(|it| Error::io(&place.name, &it))?;
    let mask = ProjectionMask::roots(metadata.parquet_schema(), roots.iter().copied());
    let batches = ParquetRecordBatchReaderBuilder::new_with_metadata(file, metadata.clone())
        .with_row_groups(vec![group])
        .with_projection(mask)
        .with_batch_size(ROWS)
        .build()
        .map_err(|it| Error::damaged(&place.name, it))?;
    for batch in batches {
        piece(batch.map_err(|it| Error::damaged(&place.name, it))?)?;
    }
    Ok(())
}

"""Files as other programs write them; run with pandas 2 and pyarrow in this folder."""
import datetime as dt

import pandas as pd
import pyarrow as pa
import pyarrow.feather as feather
import pyarrow.parquet as pq

frame = pd.DataFrame(
    {
        "age": pd.array([31, None, 45, 45], dtype="Int32"),
        "income": [1.5, float("nan"), float("inf"), -2.0],
        "job": pd.Categorical(["clerk", "miner", None, "clerk"]),
        "name": ["Ann", "Bo", "Cy", None],
        "member": pd.array([True, False, None, True], dtype="boolean"),
        "born": [dt.date(1995, 1, 31), None, dt.date(1970, 1, 1), dt.date(1969, 12, 31)],
        "seen": pd.to_datetime(["2026-01-31T10:00:00.000001Z", None, "1970-01-01T00:00:00Z", "2026-06-30T12:00:00+02:00"], utc=True, format="ISO8601"),
    }
)
table = pa.Table.from_pandas(frame, preserve_index=False)
nested = pa.StructArray.from_arrays([pa.array([1, 2, 3, None]), pa.array(["x", None, "y", "y"])], names=["no", "side"], mask=pa.array([False, False, True, False]))
table = table.append_column("place", nested).append_column("tags", pa.array([[1], [], None, [2, 3]]))
table = table.append_column("price", pa.array(["1.10", "2.20", None, "-3.30"]).cast(pa.decimal128(10, 2)))
pq.write_table(table, "people.parquet", row_group_size=2, compression="zstd")
feather.write_feather(table, "people.feather", compression="lz4")
with pa.ipc.new_stream("people.arrows", table.schema) as stream:
    stream.write_table(table, max_chunksize=3)

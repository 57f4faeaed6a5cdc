"""Tables: lists of any length that hold ids only, build rows when shown and are read by keyboard."""

from ui.tables.columns import Column
from ui.tables.list_model import ListTableModel
from ui.tables.loader import Loader
from ui.tables.model import ID_ROLE, STATE_ROLE, TableModel
from ui.tables.vector_model import IdVectorTableModel
from ui.tables.view import TableView

__all__ = [
    "ID_ROLE",
    "STATE_ROLE",
    "Column",
    "IdVectorTableModel",
    "ListTableModel",
    "Loader",
    "TableModel",
    "TableView",
]

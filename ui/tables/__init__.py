"""Tables: lists of any length that hold ids only, build rows when shown and are read by keyboard."""

from ui.tables.act_pane import ActPane, any_line
from ui.tables.id_vector_model import IdVectorTableModel
from ui.tables.table_model import ID_ROLE, STATE_ROLE, Column, ListTableModel, TableModel
from ui.tables.view import TableView

__all__ = [
    "ID_ROLE",
    "STATE_ROLE",
    "ActPane",
    "Column",
    "IdVectorTableModel",
    "ListTableModel",
    "TableModel",
    "TableView",
    "any_line",
]

"""Forms: one dialog for every act that asks for facts such as a document, a day, a person or a reason."""

from ui.forms.form_dialog import FormDialog, Values
from ui.forms.form_field import FormField, day_field, document_field, reason_field, set_field
from ui.forms.look_up import LookUp, LookUpOrEnter

__all__ = [
    "FormDialog",
    "FormField",
    "LookUp",
    "LookUpOrEnter",
    "Values",
    "day_field",
    "document_field",
    "reason_field",
    "set_field",
]

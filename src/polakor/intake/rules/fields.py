"""What a column of a list can be. The values are remembered per sender: never rename one."""

from enum import StrEnum


class Field(StrEnum):
    """The meaning of one column. `OTHER` is kept word for word and not read."""

    ROW_NUMBER = "row_number"
    NAME = "name"
    FAMILY_NAME = "family_name"
    GIVEN_NAME = "given_name"
    NAME_TITLE = "name_title"
    SEX = "sex"
    SEX_MALE = "sex_male"
    SEX_FEMALE = "sex_female"
    BIRTH = "birth"
    BIRTH_DAY = "birth_day"
    BIRTH_MONTH = "birth_month"
    BIRTH_YEAR = "birth_year"
    AGE = "age"
    NATIONALITY = "nationality"
    PHONE = "phone"
    DOCUMENT = "document"
    DOCUMENT_KIND = "document_kind"
    DOCUMENT_NUMBER = "document_number"
    MRZ = "mrz"
    PLACE = "place"
    VILLAGE = "village"
    COMMUNE = "commune"
    DISTRICT = "district"
    PROVINCE = "province"
    PLACE_CODE = "place_code"
    BIRTH_PLACE = "birth_place"
    MODE = "mode"
    GATE = "gate"
    RETURNED_ON = "returned_on"
    HOUSEHOLD = "household"
    FLAGS = "flags"
    NEEDS = "needs"
    REMARK = "remark"
    OTHER = "other"


PLACE_LEVELS = (Field.PROVINCE, Field.DISTRICT, Field.COMMUNE, Field.VILLAGE)
NAME_FIELDS = frozenset({Field.NAME, Field.FAMILY_NAME, Field.GIVEN_NAME})
GUARDED_FIELDS = frozenset({Field.FLAGS, Field.NEEDS, Field.REMARK})
"""What a list tells of somebody's trouble. It is kept and read; no page, row or spreadsheet of the
register shows it again, because whoever reads lists is not who helps."""
GUARDED_FIELDS = frozenset({Field.FLAGS, Field.NEEDS, Field.REMARK})
"""What a list tells of somebody's trouble. It is kept and read; no page, row or spreadsheet of the
register shows it again, because whoever reads lists is not who helps."""

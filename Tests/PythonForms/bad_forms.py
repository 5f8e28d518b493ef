"""Forms that both refuse, at the same sheet and row."""

FORMS = {
    "no_survey": """
| questions |
  type | name | label
  text | a | A
| choices |
  list_name | name | label
  l | 1 | One
""",
    "no_type_column": """
| survey |
  name | label
  a | A
""",
    "unknown_type": """
| survey |
  type | name | label
  text | a | A
  txt | b | B
""",
    "type_capital": """
| survey |
  type | name | label
  Text | a | A
""",
    "no_type": """
| survey |
  type | name | label
  text | a | A
  | b | B
""",
    "no_name": """
| survey |
  type | name | label
  text | | A
""",
    "name_with_blank": """
| survey |
  type | name | label
  text | first name | A
""",
    "name_with_digit": """
| survey |
  type | name | label
  text | ok | A
  text | 1st | B
""",
    "duplicate": """
| survey |
  type | name | label
  text | a | A
  integer | a | B
""",
    "duplicate_group": """
| survey |
  type | name | label
  begin group | a | A
  text | b | B
  end group
  text | a | Again
""",
    "duplicate_repeat": """
| survey |
  type | name | label
  begin group | g | G
  begin repeat | r | R
  text | x | X
  end repeat
  end group
  begin repeat | r | R
  text | y | Y
  end repeat
""",
    "meta": """
| survey |
  type | name | label
  text | meta | A
""",
    "repeat_named_as_root": """
| survey |
  type | name | label
  begin repeat | data | A
  text | x | X
  end repeat
""",
    "unclosed": """
| survey |
  type | name | label
  text | x | X
  begin group | a | A
  text | b | B
""",
    "unopened": """
| survey |
  type | name | label
  text | a | A
  end group
""",
    "crossed": """
| survey |
  type | name | label
  begin group | a | A
  begin repeat | b | B
  text | c | C
  end group
  end repeat
""",
    "unknown_list": """
| survey |
  type | name | label
  select_one yn | a | A
| choices |
  list_name | name | label
  ny | y | Yes
""",
    "no_choices": """
| survey |
  type | name | label
  select_one yn | a | A
""",
    "no_list": """
| survey |
  type | name | label
  select_one | a | A
| choices |
  list_name | name | label
  yn | y | Yes
""",
    "choice_without_name": """
| survey |
  type | name | label
  select_one yn | a | A
| choices |
  list_name | name | label
  yn | y | Yes
  yn | | No
""",
    "choice_twice": """
| survey |
  type | name | label
  select_one yn | a | A
| choices |
  list_name | name | label
  yn | y | Yes
  yn | n | No
  yn | y | Yes again
""",
    "choice_no_name_column": """
| survey |
  type | name | label
  select_one yn | a | A
| choices |
  list_name | label
  yn | Yes
""",
    "choice_blank_in_multiple": """
| survey |
  type | name | label
  select_multiple yn | a | A
| choices |
  list_name | name | label
  yn | so so | Yes
""",
    "unknown_reference": """
| survey |
  type | name | label | relevant
  text | a | A
  text | b | B | ${c} = 1
""",
    "reference_in_label": """
| survey |
  type | name | label
  text | a | A ${nobody}
""",
    "reference_in_settings": """
| survey |
  type | name | label
  text | a | A
| settings |
  form_id | instance_name
  x | ${nobody}
""",
    "reference_in_choices": """
| survey |
  type | name | label
  select_one l | a | A
| choices |
  list_name | name | label
  l | 1 | One ${nobody}
""",
    "reference_malformed": """
| survey |
  type | name | label | relevant
  text | a | A
  text | b | B | ${a b} = 1
""",
    "reference_open": """
| survey |
  type | name | label | relevant
  text | a | A
  text | b | B | ${a = 1
""",
    "reference_unclear": """
| survey |
  type | name | label | relevant
  begin group | g | G
  text | a | A
  end group
  begin group | h | H
  text | a | A
  end group
  text | b | B | ${a} = 1
""",
    "trigger_unknown": """
| survey |
  type | name | label | calculation | trigger
  text | a | A
  text | b | B | 1 | ${c}
""",
    "trigger_no_reference": """
| survey |
  type | name | label | calculation | trigger
  text | a | A
  text | b | B | 1 | a
""",
    "trigger_is_group": """
| survey |
  type | name | label | calculation | trigger
  begin group | g | G
  text | a | A
  end group
  text | b | B | 1 | ${g}
""",
    "calculate_empty": """
| survey |
  type | name | label | calculation
  text | a | A
  calculate | b
""",
    "parameters_malformed": """
| survey |
  type | name | label | parameters
  range | a | A | start 1
""",
    "parameters_unknown": """
| survey |
  type | name | label | parameters
  text | a | A | colour=red
""",
    "range_zero": """
| survey |
  type | name | label | parameters
  range | a | A | start=1 end=10 step=0
""",
    "range_step": """
| survey |
  type | name | label | parameters
  range | a | A | start=1 end=3 step=5
""",
    "range_words": """
| survey |
  type | name | label | parameters
  range | a | A | start=one end=3
""",
    "range_tick": """
| survey |
  type | name | label | parameters
  range | a | A | start=0 end=10 step=2 tick_interval=3
""",
    "range_placeholder": """
| survey |
  type | name | label | parameters
  range | a | A | start=0 end=10 step=2 placeholder=12
""",
    "range_labels": """
| survey |
  type | name | label | parameters
  range | a | A | start=0 end=10 step=2 tick_labelset=nobody
""",
    "rows_words": """
| survey |
  type | name | label | parameters
  text | a | A | rows=many
""",
    "randomize_maybe": """
| survey |
  type | name | label | parameters
  select_one l | a | A | randomize=maybe
| choices |
  list_name | name | label
  l | 1 | One
""",
    "seed_alone": """
| survey |
  type | name | label | parameters
  select_one l | a | A | seed=1
| choices |
  list_name | name | label
  l | 1 | One
""",
    "audio_quality": """
| survey |
  type | name | label | parameters
  audio | a | A | quality=best
""",
    "geo_accuracy": """
| survey |
  type | name | label | parameters
  geopoint | a | A | capture-accuracy=fine
""",
    "other_and_filter": """
| survey |
  type | name | label | choice_filter
  select_one l or_other | a | A | x = 1
| choices |
  list_name | name | label | x
  l | 1 | One | 1
""",
    "file_kind": """
| survey |
  type | name | label
  select_one_from_file towns.pdf | a | A
""",
    "file_value": """
| survey |
  type | name | label | parameters
  select_one_from_file towns.csv | a | A | value=the*code
""",
    "heading_twice": """
| survey |
  type | name | label | label
  text | a | A | B
""",
    "heading_alias_twice": """
| survey |
  type | name | label | relevant | relevance
  text | a | A | 1 | 1
""",
    "media_kind": """
| survey |
  type | name | label | media::smell
  text | a | A | rose.txt
""",
    "big_image_alone": """
| survey |
  type | name | label | media::big-image
  note | a | A | big.png
""",
    "save_to_without_entities": """
| survey |
  type | name | label | save_to
  text | a | A | note
""",
    "save_to_group": """
| survey |
  type | name | label | save_to
  begin group | g | G | note
  text | a | A
  end group
| entities |
  list_name | label
  household | ${a}
""",
    "save_to_reserved": """
| survey |
  type | name | label | save_to
  text | a | A | name
| entities |
  list_name | label
  household | ${a}
""",
    "save_to_twice": """
| survey |
  type | name | label | save_to
  text | a | A | note
  text | b | B | note
| entities |
  list_name | label
  household | ${a}
""",
    "save_to_two_repeats": """
| survey |
  type | name | label | save_to
  begin repeat | r | R
  text | a | A | note
  end repeat
  begin repeat | s | S
  text | b | B | phone
  end repeat
| entities |
  list_name | label
  person | ${a}
""",
    "save_to_in_and_out": """
| survey |
  type | name | label | save_to
  text | a | A | note
  begin repeat | r | R
  text | b | B | phone
  end repeat
| entities |
  list_name | label
  person | x
""",
    "entity_of_two_repeats": """
| survey |
  type | name | label | save_to
  begin repeat | r | R
  text | a | A
  end repeat
  begin repeat | s | S
  text | b | B
  end repeat
| entities |
  list_name | label
  person | concat(${a}, ${b})
""",
    "entities_without_room": """
| survey |
  type | name | label | save_to
  text | a | A | visit#note
  text | b | B | household#note
| entities |
  list_name | label
  visit | ${a}
  household | ${a}
""",
    "entity_no_label": """
| survey |
  type | name | label
  text | a | A
| entities |
  list_name
  household
""",
    "entity_bad_name": """
| survey |
  type | name | label
  text | a | A
| entities |
  list_name | label
  __x | ${a}
""",
    "entity_update_without_id": """
| survey |
  type | name | label
  text | a | A
| entities |
  list_name | label | update_if
  household | ${a} | true()
""",
    "entity_column": """
| survey |
  type | name | label
  text | a | A
| entities |
  list_name | label | colour
  household | ${a} | red
""",
    "settings_name": """
| survey |
  type | name | label
  text | a | A
| settings |
  form_id | name
  x | my form
""",
    "trigger_hidden": """
| survey |
  type | name | label | calculation | trigger
  calculate | a | | 1
  text | b | B | 1 | ${a}
""",
    "csv_external_twice": """
| survey |
  type | name | label
  csv-external | student
  begin group | g | G
  csv-external | student
  text | a | A
  end group
""",
    "table_two_lists": """
| survey |
  type | name | label | appearance
  begin group | g | G | table-list
  select_one l | a | A
  select_one m | b | B
  end group
| choices |
  list_name | name | label
  l | 1 | One
  m | 1 | One
""",
    "table_filter": """
| survey |
  type | name | label | appearance | choice_filter
  begin group | g | G | table-list
  select_one l | a | A | | x = 1
  end group
| choices |
  list_name | name | label | x
  l | 1 | One | 1
""",
    "no_label": """
| survey |
  type | name | label
  text | a | A
  text | b
""",
    "guidance_alone": """
| survey |
  type | name | label | guidance_hint
  text | a | | Long words
""",
    "empty_survey_headings": """
| survey |
| choices |
  list_name | name | label
  l | 1 | One
""",
    "other_beside": """
| survey |
  type | name | label
  select_one l or_other | x | X
  text | x_other | Other
| choices |
  list_name | name | label
  l | 1 | One
""",
    "other_beside_before": """
| survey |
  type | name | label
  text | x_other | Other
  select_one l or_other | x | X
| choices |
  list_name | name | label
  l | 1 | One
""",
    "count_beside": """
| survey |
  type | name | label | repeat_count | calculation
  calculate | r_count | | | 3
  begin repeat | r | R | 1 + 1
  integer | b | B
  end repeat
""",
    "count_elsewhere": """
| survey |
  type | name | label | repeat_count
  text | s_count | Another thing
  begin group | g | G
  begin repeat | s | S | 1 + 1
  text | c | C
  end repeat
  end group
""",
    "files_of_one_name": """
| survey |
  type | name | label
  select_one_from_file v.csv | a | A
  select_one_from_file v.xml | b | B
""",
    "file_and_table": """
| survey |
  type | name | label
  csv-external | v
  select_one_from_file v.geojson | b | B
""",
    "file_and_list": """
| survey |
  type | name | label
  select_one_from_file yn.csv | a | A
| choices |
  list_name | name | label
  yn | y | Yes
""",
    "pulldata_and_list": """
| survey |
  type | name | label | calculation
  calculate | c | | pulldata('yn', 'a', 'b', '1')
  select_one yn | b | B
| choices |
  list_name | name | label
  yn | y | Yes
""",
    "choices_unclear": """
| survey |
  type | name | label
  begin repeat | r | R
  text | n | N
  end repeat
  begin group | g | G
  text | n | N
  end group
  select_one ${n} | q | Q
""",
    "choices_of_repeat_many": """
| survey |
  type | name | label
  begin repeat | r | R
  text | n | N
  end repeat
  select_multiple ${n} | q | Q
""",
}

/// Every problem that a program, a reply or a person may meet; the raw value is the stable code.
public enum ProblemCode: String, CaseIterable, Sendable {
    /// The command is not written right: {what}.
    case wrongUsage = "wrong_usage"
    /// Argument {index} is no UTF-8 text; nothing was saved.
    case argumentNotText = "argument_not_text"
    /// The option {option} is missing, and nobody can be asked because standard input is no terminal.
    case missingOption = "missing_option"
    /// There is no replica in {path} yet.
    case homeMissing = "home_missing"
    /// There is already a replica in {path}.
    case homeExists = "home_exists"
    /// Another process is using {path}.
    case homeBusy = "home_busy"
    /// {path} cannot be written: {reason}.
    case homeReadOnly = "home_read_only"
    /// A crash has left what must be written before the store can be read, and nothing can be written.
    case recoveryNeedsWriting = "recovery_needs_writing"
    /// The disk is full; nothing was written to {path}.
    case diskFull = "disk_full"
    /// The file {path} is damaged: {reason}.
    case storeDamaged = "store_damaged"
    /// The database {path} was made by a newer version ({found}); this program knows {known}.
    case storeNewer = "store_newer"
    /// The replica fails its own check: {reason}.
    case invariantBroken = "invariant_broken"
    /// A defect: {reason}.
    case internalError = "internal_error"
    /// There is no record type "{type}".
    case unknownType = "unknown_type"
    /// The type "{type}" has no field "{field}".
    case unknownField = "unknown_field"
    /// The field "{field}" takes {expected}; what was given is not that.
    case wrongKind = "wrong_kind"
    /// The list of the field "{field}" has no such word; it has {allowed}.
    case wordUnknown = "word_unknown"
    /// The field "{field}" is no set, so += and -= do not fit.
    case notASet = "not_a_set"
    /// The field "{field}" is a set; change it element by element.
    case isASet = "is_a_set"
    /// The field "{field}" is too long: {bytes} bytes, at most {limit}.
    case valueTooLong = "value_too_long"
    /// Too much is written of one "{type}" at once: {size}, at most {limit} {unit}.
    case writeTooLarge = "write_too_large"
    /// There is nothing to write.
    case nothingToWrite = "nothing_to_write"
    /// This replica does not hold the record {id}.
    case recordNotHeld = "record_not_held"
    /// What was given is no record id.
    case invalidIdentifier = "invalid_identifier"
    /// The version that was given cannot be read, or names writes that are not held here.
    case invalidVersion = "invalid_version"
    /// It is not known which village or school this record belongs to.
    case bucketNeeded = "bucket_needed"
    /// "{bucket}" is no code of a village or school.
    case bucketInvalid = "bucket_invalid"
    /// The scope {scope} does not begin with the division {division}.
    case scopeElsewhere = "scope_elsewhere"
    /// The field "{field}" of record {id} is not in conflict.
    case notInConflict = "not_in_conflict"
    /// What was typed fits no pupil, family or thing in hand.
    case nothingFits = "nothing_fits"
    /// What was typed fits several.
    case severalFit = "several_fit"
    /// There is no change of yours that could be taken back.
    case nothingToUndo = "nothing_to_undo"
    /// The change cannot be taken back: somebody has written over it, or about it, since ({type} {id}).
    case changedSince = "changed_since"
    /// A decision cannot be taken back.
    case decisionStays = "decision_stays"
    /// The objection was answered or withdrawn.
    case objectionClosed = "objection_closed"
    /// Only whoever raised an objection takes it back.
    case notTheAuthor = "not_the_author"
    /// What "{field}" held before is not held here.
    case earlierNotHeld = "earlier_not_held"
    /// Nothing can be printed here: {what} is missing.
    case printingMissing = "printing_missing"
    /// The visit is {state}, so it is not corrected.
    case visitNotCurrent = "visit_not_current"
    case correctionBegun = "correction_begun"
    /// "{field}" of a "{type}" cannot change once written.
    case immutableField = "immutable_field"
    /// Only {authority} may change "{field}".
    case authorityNeeded = "authority_needed"
    /// Line {line} of {file} cannot be read: {reason}.
    case lineInvalid = "line_invalid"
    /// The file {path} cannot be read: {reason}.
    case fileUnreadable = "file_unreadable"
    /// The file {path} cannot be written: {reason}.
    case fileUnwritable = "file_unwritable"
    /// This laptop is not enrolled, so it cannot sync.
    case notEnrolled = "not_enrolled"
    /// The enrolment code is wrong.
    case codeInvalid = "code_invalid"
    /// The enrolment code has been used.
    case codeUsed = "code_used"
    /// The enrolment code has expired; it was good for {days} days.
    case codeExpired = "code_expired"
    /// The certificate authority of {host} is not the county's.
    case authorityMismatch = "authority_mismatch"
    /// The certificate of the county's server is not for the name {host}.
    case serverNameMismatch = "server_name_mismatch"
    /// The server {host} could not be reached ({reason}). All data is here; nothing was lost.
    case serverUnreachable = "server_unreachable"
    /// The connection to {host} broke ({reason}). Nothing was lost.
    case networkInterrupted = "network_interrupted"
    /// The sync was stopped; nothing was lost.
    case cancelled = "cancelled"
    /// {host} does not answer like a sync server ({reason}).
    case notAServer = "not_a_server"
    /// The server no longer knows this session.
    case sessionUnknown = "session_unknown"
    /// The signature of a write is wrong; it was held aside.
    case signatureInvalid = "signature_invalid"
    /// The device's certificate was not given by this county.
    case certificateInvalid = "certificate_invalid"
    /// The certificate of the author's device is not known here yet; the write was held aside.
    case certificateUnknown = "certificate_unknown"
    /// The device's certificate has expired: it may push but receives nothing.
    case certificateExpired = "certificate_expired"
    /// The county has shut this device out: what it sends waits for a person, and it receives nothing.
    case deviceRevoked = "device_revoked"
    /// The request was meant for another server.
    case helloMisdirected = "hello_misdirected"
    /// The record {id} is outside this device's scope; the county did not take it.
    case outOfScope = "out_of_scope"
    /// The record {id} is outside this relay's scope and stays unsent.
    case notServedHere = "not_served_here"
    /// A write is not well formed: {reason}.
    case writeInvalid = "write_invalid"
    /// A write claims to have read what its own author cannot have known; it was held aside.
    case contextAhead = "context_ahead"
    /// Two different writes have one number (a laptop was copied or restored). Both are kept.
    case forkDetected = "fork_detected"
    /// The other side speaks protocol version {version}; this program speaks {supported}.
    case versionUnsupported = "version_unsupported"
    /// The write needs a newer program; it was held aside.
    case writeNeedsNewer = "write_needs_newer"
    /// The message is larger than {limit} bytes.
    case messageTooLarge = "message_too_large"
    /// The message cannot be read: {reason}.
    case messageUndecodable = "message_undecodable"
    /// The content encoding {encoding} is not supported.
    case encodingUnsupported = "encoding_unsupported"
    /// Too many requests.
    case tooManyRequests = "too_many_requests"
    /// The server is busy.
    case serverBusy = "server_busy"
    /// The server {host} cannot do its work ({reason}). All data is here; nothing was lost.
    case serverFailing = "server_failing"
    /// The relay cannot reach the county now, so it cannot enrol a device.
    case relayOffline = "relay_offline"
    /// The sums of {bucket} still differ after it was exchanged whole.
    case sumsDiffer = "sums_differ"
    /// This machine's clock is {seconds} seconds off the server's.
    case clockSuspect = "clock_suspect"
    /// There is no {path}.
    case notFound = "not_found"
    /// This role may not do that.
    case forbidden = "forbidden"
    /// Name or password is wrong.
    case signInFailed = "sign_in_failed"
    /// Too many failures; the account is locked until {until}.
    case accountLocked = "account_locked"
    /// A password needs at least {length} characters.
    case passwordWeak = "password_weak"
    /// The two passwords are not the same.
    case passwordsDiffer = "passwords_differ"
    /// This laptop is locked.
    case locked = "locked"
    /// Nobody of this name is signed up at this laptop.
    case personUnknown = "person_unknown"
    /// Somebody of this name is signed up at this laptop already.
    case personExists = "person_exists"
    /// Whoever works here now cannot be removed.
    case personSignedIn = "person_signed_in"
    /// The passphrase is wrong.
    case passphraseWrong = "passphrase_wrong"
    /// The link is wrong, used or expired.
    case linkInvalid = "link_invalid"
    /// What the page showed has changed since; your decision was not saved.
    case formStale = "form_stale"
    /// A person who was asked for something gave nothing.
    case nothingGiven = "nothing_given"
    /// A decision needs a reason.
    case reasonNeeded = "reason_needed"
    /// The address to listen on, "{address}", will not do: {reason}.
    case listenInvalid = "listen_invalid"
    /// There is no role "{role}".
    case roleInvalid = "role_invalid"
    /// There is no device {device}.
    case deviceUnknown = "device_unknown"
    /// {file} has no column "{column}".
    case headerMissing = "header_missing"
    /// The text encoding of {file} is neither UTF-8 nor GB18030.
    case encodingInvalid = "encoding_invalid"
    /// The number looks as if a spreadsheet had destroyed it ({form}).
    case numberDestroyed = "number_destroyed"
    /// The check digit of the national number is wrong.
    case numberCheckDigit = "number_check_digit"
    /// A national number has 18 characters.
    case numberFormat = "number_format"
    /// The birth date inside the national number is no valid date.
    case numberBirthDate = "number_birth_date"
    /// "{field}" does not agree with the national number.
    case numberMismatch = "number_mismatch"
    /// "{field}" repeats that of line {line}.
    case numberDuplicate = "number_duplicate"
    /// "{field}" is empty.
    case valueMissing = "value_missing"
    /// {path} is no usable backup: {reason}.
    case backupInvalid = "backup_invalid"
    /// This store is the county's; it has no upstream.
    case notARelay = "not_a_relay"
    /// This store is a relay; only the county can do that.
    case notTheCounty = "not_the_county"
    /// {file} is a workbook of an older format ({format}), not .xlsx.
    case workbookOld = "workbook_old"
    /// The workbook {file} is protected by a password.
    case workbookEncrypted = "workbook_encrypted"
    /// {file} is no workbook; it looks like {what}.
    case workbookForeign = "workbook_foreign"
    /// {file} holds text, probably CSV, and is no workbook.
    case workbookIsText = "workbook_is_text"
    /// The workbook {file} is damaged or cut off: {reason}.
    case workbookDamaged = "workbook_damaged"
    /// There is no workbook in {file}: it lacks {part}.
    case workbookNone = "workbook_none"
    /// The workbook {file} is too large when unpacked: {part} has more than {limit} {unit}.
    case workbookTooLarge = "workbook_too_large"
    /// The workbook {file} has no sheet "{sheet}"; it has: {sheets}.
    case sheetMissing = "sheet_missing"
    /// The sheet "{sheet}" is missing; there are: {sheets}.
    case formSheetMissing = "form_sheet_missing"
    /// The sheet "{sheet}" has no rows.
    case formSheetEmpty = "form_sheet_empty"
    /// The column "{heading}" is missing.
    case formHeadingMissing = "form_heading_missing"
    /// The column "{heading}" means the same as the column "{other}".
    case formHeadingRepeated = "form_heading_repeated"
    /// The column "{heading}" is not known; what it holds is not used.
    case formHeadingUnknown = "form_heading_unknown"
    /// The column "{heading}" is not supported.
    case formColumnUnsupported = "form_column_unsupported"
    /// The setting "{heading}" is not known and is not used.
    case formSettingUnknown = "form_setting_unknown"
    /// The row has no type.
    case formTypeMissing = "form_type_missing"
    /// The type "{type}" is not known.
    case formTypeUnknown = "form_type_unknown"
    /// The type "{type}" is not supported.
    case formTypeUnsupported = "form_type_unsupported"
    /// The row has no name.
    case formNameMissing = "form_name_missing"
    /// "{name}" cannot be a name.
    case formNameInvalid = "form_name_invalid"
    /// The name "{name}" is used twice in one group; the other is in row {line}.
    case formNameRepeated = "form_name_repeated"
    /// The name "{name}" differs from that in row {line} only by capitals.
    case formNameCase = "form_name_case"
    /// The name "{name}" is reserved.
    case formNameReserved = "form_name_reserved"
    /// "{name}" has no label.
    case formLabelMissing = "form_label_missing"
    /// The column "{heading}" has no text in the language "{language}".
    case formLanguageMissing = "form_language_missing"
    /// The begin_{type} of "{name}" in row {line} has no end_{type}.
    case formBlockUnclosed = "form_block_unclosed"
    /// The end_{type} has no begin_{type}.
    case formBlockUnopened = "form_block_unopened"
    /// The end_{type} ends the begin_{other} of "{name}" in row {line}.
    case formBlockCrossed = "form_block_crossed"
    /// There is nothing in the {type} "{name}".
    case formBlockEmpty = "form_block_empty"
    /// The type "{type}" names no list.
    case formListMissing = "form_list_missing"
    /// The sheet choices has no list "{list}".
    case formListUnknown = "form_list_unknown"
    /// "{name}" is no question of a repeat, so its answers are no choices.
    case formChoicesNotRepeated = "form_choices_not_repeated"
    /// The choice lacks its "{heading}".
    case formChoiceIncomplete = "form_choice_incomplete"
    /// The list "{list}" has two choices named "{name}"; the other is in row {line}.
    case formChoiceRepeated = "form_choice_repeated"
    /// The choice "{name}" has a blank in its name, so it cannot be one of several.
    case formChoiceBlank = "form_choice_blank"
    /// "{value}" will not do; it has to be {expected}.
    case formValueWrong = "form_value_wrong"
    /// The "{heading}" of "{name}" is empty.
    case formValueMissing = "form_value_missing"
    /// The parameter "{parameter}" is not known here.
    case formParameterUnknown = "form_parameter_unknown"
    /// or_other and choice_filter cannot be used together.
    case formOtherFilter = "form_other_filter"
    /// A file like "{file}" cannot be used; it has to be {expected}.
    case formFileKind = "form_file_kind"
    /// There is no question "{name}".
    case formReferenceUnknown = "form_reference_unknown"
    /// The path "{path}" leads to no question and is always empty.
    case formPathEmpty = "form_path_empty"
    /// Several questions are named "{name}", so it is not clear which is meant.
    case formReferenceUnclear = "form_reference_unclear"
    /// The reference "{text}" is not written right.
    case formReferenceMalformed = "form_reference_malformed"
    /// The expression cannot be read: {reason}, near character {offset}.
    case formExpressionInvalid = "form_expression_invalid"
    /// There is no function "{function}".
    case formFunctionUnknown = "form_function_unknown"
    /// The function "{function}" takes {expected} arguments; here are {found}.
    case formFunctionArguments = "form_function_arguments"
    /// The function "{function}" is not supported.
    case formFunctionUnsupported = "form_function_unsupported"
    /// Calculations depend on each other in a circle: {path}.
    case formCycle = "form_cycle"
    /// The sheet entities or save_to is not used right: {reason}.
    case formEntityWrong = "form_entity_wrong"
    /// Several sheets of {file} hold such a list: {sheets}.
    case sheetUnclear = "sheet_unclear"
    /// The form {file} cannot be used: it has {errors} errors.
    case formUnusable = "form_unusable"
    /// The answer to {path} is not taken: {reason}.
    case answerNotTaken = "answer_not_taken"
    /// The answers ended before the form was finished, at {path}.
    case formUnfinished = "form_unfinished"
    /// The version {version} of the form {form} is published already, with other content.
    case formVersionTaken = "form_version_taken"
    /// The form {form} is too large: {size} where {limit} {unit} are the most.
    case formTooLarge = "form_too_large"
    /// The path "{path}" is too long to be a field's name: {bytes} of {limit} bytes.
    case formPathLong = "form_path_long"
    case formTableUnknown = "form_table_unknown"
    /// The name "{table}" means two tables: {first} and {second}.
    case formTableRepeated = "form_table_repeated"
    /// The table "{table}" has no column "{column}".
    case formColumnUnknown = "form_column_unknown"
    /// There is no form "{form}" here.
    case formNotPublished = "form_not_published"
    /// The county has withdrawn the form {form}.
    case formWithdrawn = "form_withdrawn"
    /// The form {form}, version {version}, cannot be read here: {reason}.
    case formUnreadable = "form_unreadable"
    /// Of a file not one row was taken.
    case noRowTaken = "no_row_taken"
    /// {file} has no sheet with the columns id and version of an export.
    case sheetNotExported = "sheet_not_exported"
    /// The row has no id: it is none that was exported.
    case rowAdded = "row_added"
    /// The rows {lines} show one record.
    case rowRepeated = "row_repeated"
    /// No field is called "{column}".
    case columnUnknown = "column_unknown"
    /// Several columns are called "{column}".
    case columnRepeated = "column_repeated"
    /// The column "{column}" is worked out and cannot be changed.
    case columnDerived = "column_derived"
    /// The spreadsheet has damaged the cell: {form}.
    case cellDamaged = "cell_damaged"
    /// The column "{column}" may be several questions of the form.
    case columnUnclear = "column_unclear"
    /// "{column}" cannot be changed in a sheet: {reason}.
    case answerFixed = "answer_fixed"
    /// The form does not take this answer to "{column}": {reason}.
    case answerRefused = "answer_refused"
    /// The cell is masked with stars; the value itself is needed.
    case cellMasked = "cell_masked"
    /// An element of the set "{field}" holds a sign that parts elements.
    case setUnclear = "set_unclear"
}
